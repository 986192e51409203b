import type { AssetEntry } from '../../../model/index.ts';
import { type ServiceTable, text } from '../service-table.ts';

/**
 * Web application firewalls. Those for CloudFront are kept in us-east-1 and listed with a scope of their own;
 * details need the scope again, so each item keeps it.
 */
export const wafv2: ServiceTable = {
  service: 'wafv2',
  client: () => import('@aws-sdk/client-wafv2'),
  calls: [
    {
      operation: 'ListWebACLs',
      permission: 'wafv2:ListWebACLs',
      scope: 'global',
      params: { Scope: 'CLOUDFRONT' },
      items: 'WebACLs',
      makes: { ...webAcl(), region: () => 'us-east-1' },
    },
    {
      operation: 'ListWebACLs',
      permission: 'wafv2:ListWebACLs',
      scope: 'regional',
      params: { Scope: 'REGIONAL' },
      items: 'WebACLs',
      makes: webAcl(),
    },
    {
      operation: 'GetWebACL',
      permission: 'wafv2:GetWebACL',
      scope: 'regional',
      each: { kind: 'aws.wafv2.web-acl', params: { Name: 'Name', Scope: 'Scope', Id: 'Id' } },
      as: 'webAcl',
      absent: ['WAFNonexistentItemException'],
    },
    {
      operation: 'GetLoggingConfiguration',
      permission: 'wafv2:GetLoggingConfiguration',
      scope: 'regional',
      each: { kind: 'aws.wafv2.web-acl', params: { ResourceArn: 'ARN' } },
      as: 'logging',
      absent: ['WAFNonexistentItemException'],
    },
    {
      operation: 'GetWebACLForResource',
      permission: 'wafv2:GetWebACLForResource',
      permissions: ['elasticloadbalancing:DescribeWebACLAssociation'],
      scope: 'regional',
      each: {
        kind: 'aws.elbv2.load-balancer',
        params: { ResourceArn: 'LoadBalancerArn' },
        when: (item) => item.Type === 'application',
      },
      as: 'webAcl',
      absent: ['WAFNonexistentItemException'],
    },
    {
      operation: 'ListRuleGroups',
      permission: 'wafv2:ListRuleGroups',
      scope: 'regional',
      params: { Scope: 'REGIONAL' },
      items: 'RuleGroups',
      makes: {
        kind: 'aws.wafv2.rule-group',
        category: 'security',
        title: { en: 'WAF rule group', ko: 'WAF 규칙 그룹' },
        id: (item) => text(item, 'ARN'),
        name: (item) => text(item, 'Name'),
      },
    },
    {
      operation: 'ListIPSets',
      permission: 'wafv2:ListIPSets',
      scope: 'regional',
      params: { Scope: 'REGIONAL' },
      items: 'IPSets',
      makes: {
        kind: 'aws.wafv2.ip-set',
        category: 'security',
        title: { en: 'WAF IP set', ko: 'WAF IP 세트' },
        id: (item) => text(item, 'ARN'),
        name: (item) => text(item, 'Name'),
      },
    },
  ],
};

function webAcl(): AssetEntry {
  return {
    kind: 'aws.wafv2.web-acl',
    category: 'security',
    title: { en: 'Web ACL', ko: '웹 ACL' },
    id: (item) => text(item, 'ARN'),
    name: (item) => text(item, 'Name'),
    shape: (item, origin) => ({ ...(item as object), Scope: origin.params.Scope ?? null }),
  };
}
