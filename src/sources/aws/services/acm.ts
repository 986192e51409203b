import { type ServiceTable, text } from '../service-table.ts';

/** Certificates. The list leaves out all but RSA 2048 (and older) keys unless the others are asked for by name. */
export const acm: ServiceTable = {
  service: 'acm',
  client: () => import('@aws-sdk/client-acm'),
  calls: [
    {
      operation: 'ListCertificates',
      permission: 'acm:ListCertificates',
      scope: 'regional',
      params: {
        Includes: {
          keyTypes: ['RSA_1024', 'RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'],
        },
      },
      items: 'CertificateSummaryList',
      makes: {
        kind: 'aws.acm.certificate',
        category: 'security',
        title: { en: 'Certificate', ko: '인증서' },
        id: (item) => text(item, 'CertificateArn'),
        name: (item) => text(item, 'DomainName'),
      },
    },
    {
      operation: 'DescribeCertificate',
      permission: 'acm:DescribeCertificate',
      scope: 'regional',
      each: { kind: 'aws.acm.certificate', params: { CertificateArn: 'CertificateArn' } },
      as: 'details',
      absent: ['ResourceNotFoundException'],
    },
  ],
};
