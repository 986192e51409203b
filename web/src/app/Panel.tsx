import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { loadFurther } from '../i18n/index.ts';

const FindingPanel = lazy(() =>
  import('../pages/findings/FindingPanel.tsx').then((file) => ({ default: file.FindingPanel })),
);
const AlertPanel = lazy(async () => {
  const [file] = await Promise.all([import('../pages/incidents/AlertPanel.tsx'), loadFurther()]);
  return { default: file.AlertPanel };
});
const EventPanel = lazy(async () => {
  const [file] = await Promise.all([import('../pages/events/EventPanel.tsx'), loadFurther()]);
  return { default: file.EventPanel };
});
const DetectionPanel = lazy(async () => {
  const [file] = await Promise.all([import('../pages/detections/DetectionPanel.tsx'), loadFurther()]);
  return { default: file.DetectionPanel };
});
const VulnerabilityPanel = lazy(async () => {
  const [file] = await Promise.all([import('../pages/vulnerabilities/VulnerabilityPanel.tsx'), loadFurther()]);
  return { default: file.VulnerabilityPanel };
});
const PackagePanel = lazy(async () => {
  const [file] = await Promise.all([import('../pages/packages/PackagePanel.tsx'), loadFurther()]);
  return { default: file.PackagePanel };
});
const HostPanel = lazy(async () => {
  const [file] = await Promise.all([import('../pages/hosts/HostPanel.tsx'), loadFurther()]);
  return { default: file.HostPanel };
});
const AssetPanel = lazy(() =>
  import('../pages/inventory/AssetPanel.tsx').then((file) => ({ default: file.AssetPanel })),
);
const ControlPanel = lazy(() =>
  import('../pages/controls/ControlPanel.tsx').then((file) => ({ default: file.ControlPanel })),
);

/** Whatever the address names as open in the side panel, over any page. */
export function Panel() {
  const { panel } = useSearch({ strict: false });
  const navigate = useNavigate();
  if (panel === undefined) return null;
  const cut = panel.indexOf(':');
  const id = panel.slice(cut + 1);
  const onClose = () =>
    void navigate({
      to: '.',
      search: (before) => ({ ...before, panel: undefined, tab: undefined }),
      resetScroll: false,
    });
  return (
    <Suspense fallback={null}>
      {panel.startsWith('finding:') && <FindingPanel id={id} onClose={onClose} />}
      {panel.startsWith('asset:') && <AssetPanel id={id} onClose={onClose} />}
      {panel.startsWith('alert:') && <AlertPanel id={id} onClose={onClose} />}
      {panel.startsWith('event:') && <EventPanel reference={id} onClose={onClose} />}
      {panel.startsWith('detection:') && <DetectionPanel id={id} onClose={onClose} />}
      {panel.startsWith('vulnerability:') && <VulnerabilityPanel id={id} onClose={onClose} />}
      {panel.startsWith('package:') && <PackagePanel purl={id} onClose={onClose} />}
      {panel.startsWith('host:') && <HostPanel id={id} onClose={onClose} />}
      {panel.startsWith('control:') && <ControlPanel id={id} onClose={onClose} />}
    </Suspense>
  );
}
