import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

const sbomFormats = { cyclonedx: 'CycloneDX 1.6', spdx: 'SPDX 2.3' } as const;

/** The bill of materials as a file, in either format. */
export function SbomMenu({ asset }: { asset: string }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-md" variant="default" leftSection={<IconDownload size={14} aria-hidden />}>
          {t('images.sbom')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(sbomFormats).map(([format, name]) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/sbom?${new URLSearchParams({ asset, format })}`}
            download
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
