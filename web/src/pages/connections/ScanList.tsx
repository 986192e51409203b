import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Scan } from '../../api/client.ts';
import { scansQuery } from '../../api/queries.ts';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { useFormat } from '../../i18n/format.ts';
import classes from './Connections.module.css';
import { ScanState } from './ScanState.tsx';
import { missingPermissions } from './scans.ts';

/** The last scans of a connection, with what failed in each and what permission was missing. */
export function ScanList({ connection }: { connection: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(scansQuery(connection));
  return (
    <section className={classes.card}>
      <h2>{t('scan.last')}</h2>
      {!data && <Skeleton height={120} />}
      {data?.items.length === 0 && <p>{t('scan.never')}</p>}
      <ul className={classes.scans}>
        {data?.items.map((scan) => (
          <li key={scan.id}>
            <ScanState scan={scan} />
            {scan.problems.length > 0 && <Problems scan={scan} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Problems({ scan }: { scan: Scan }) {
  const { t } = useTranslation();
  const format = useFormat();
  const missing = missingPermissions(scan);
  return (
    <details className={classes.details}>
      <summary>{t('scan.problems')}</summary>
      {missing.length > 0 && (
        <>
          <p>{t('scan.missing')}</p>
          <CodeBlock code={missing.join('\n')} label={t('scan.missing')} max={160} />
        </>
      )}
      <div className={classes.scroll}>
        <table className={classes.problems}>
          <thead>
            <tr>
              <th>{t('scan.call')}</th>
              <th>{t('column.account')}</th>
              <th>{t('column.region')}</th>
              <th>{t('scan.error')}</th>
              <th>{t('scan.times')}</th>
            </tr>
          </thead>
          <tbody>
            {scan.problems.map((problem) => (
              <tr key={`${problem.account} ${problem.region} ${problem.operation} ${problem.code}`}>
                <td>
                  <code className="mono">{problem.operation}</code>
                </td>
                <td>{problem.account}</td>
                <td>{problem.region}</td>
                <td title={problem.message}>{problem.code === 'ClosedByPolicy' ? t('scan.closed') : problem.code}</td>
                <td>{format.number(problem.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
