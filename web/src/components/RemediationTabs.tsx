import { SegmentedControl } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../api/client.ts';
import { useText } from '../i18n/format.ts';
import { CodeBlock } from './CodeBlock.tsx';
import { Prose } from './Prose.tsx';
import { PanelSection } from './SidePanel.tsx';

/** How to set it right: in words, by command, by Terraform. The choice is part of the address. */
export function RemediationTabs({ remediation }: { remediation: Schema['Remediation'] }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { tab } = useSearch({ strict: false });
  const ways = (['steps', 'cli', 'terraform'] as const).filter((way) => way === 'steps' || remediation[way] !== null);
  const shown = ways.find((way) => way === tab) ?? 'steps';
  const code = shown === 'steps' ? null : remediation[shown];
  return (
    <PanelSection
      title={t('findings.fix')}
      aside={
        ways.length > 1 && (
          <SegmentedControl
            size="xs"
            value={shown}
            data={ways.map((way) => ({ value: way, label: t(`findings.way.${way}`) }))}
            onChange={(way) =>
              void navigate({
                to: '.',
                search: (before) => ({ ...before, tab: way === 'steps' ? undefined : way }),
                replace: true,
                resetScroll: false,
              })
            }
          />
        )
      }
    >
      {code === null ? (
        <Prose text={text(remediation.text)} />
      ) : (
        <CodeBlock code={code} label={t(`findings.way.${shown}`)} />
      )}
    </PanelSection>
  );
}
