import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ImageDetail, Schema } from '../../api/client.ts';
import badges from '../../components/badges.module.css';
import { JsonTree } from '../../components/JsonTree.tsx';
import { StatusChip } from '../../components/StatusChip.tsx';
import story from '../../components/story.module.css';
import { Time } from '../../components/Time.tsx';
import { useText } from '../../i18n/format.ts';
import { shortDigest } from './columns.tsx';
import { Stage } from './ImageLife.tsx';
import classes from './Images.module.css';
import { TrustBadge } from './marks.tsx';

type Verdict = Schema['TrustVerdict'];

/** Whom an image comes from, and how far that is proven. */
export function ImageTrust({ image }: { image: ImageDetail }) {
  const { t } = useTranslation();
  const { verdict } = image;
  const stages = image.life.filter(({ stage, known }) => known && (stage === 'built' || stage === 'signed'));
  return (
    <>
      <section className={classes.section}>
        <p className={classes.verdict}>
          <TrustBadge trust={image.trust} /> {t(`images.trustText.${image.trust}`)}
        </p>
        {verdict === null ? (
          <p>
            {t('images.trustTab.noPolicy')}{' '}
            <Link to="/settings/{-$section}" params={{ section: 'trust' }}>
              {t('images.trustTab.toPolicy')}
            </Link>
          </p>
        ) : (
          <PolicyResult verdict={verdict} />
        )}
      </section>
      {verdict !== null && <Reasons reasons={verdict.reasons} />}
      <section className={classes.section}>
        <h2>{t('images.trustTab.provenance')}</h2>
        {verdict?.attestations.map((attestation) => (
          <Provenance key={attestation.source} attestation={attestation} />
        ))}
        {stages.length === 0 && (verdict?.attestations.length ?? 0) === 0 ? (
          <p>{t('images.trustTab.noProvenance')}</p>
        ) : (
          <ol className={classes.life}>
            {stages.map((stage) => (
              <Stage key={stage.stage} stage={stage} />
            ))}
          </ol>
        )}
      </section>
      <section className={classes.section}>
        <h2>{t('images.trustTab.signatures')}</h2>
        {image.signatures === null ? (
          <p>{t('images.trustTab.unknown')}</p>
        ) : image.signatures.length === 0 ? (
          <p>{t('images.trustTab.none')}</p>
        ) : (
          image.signatures.map((material, position) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list comes whole from the server and never changes order
            <Material key={position} material={material} />
          ))
        )}
      </section>
    </>
  );
}

/** Which rule of the policy was applied, and what it came to. */
function PolicyResult({ verdict }: { verdict: Verdict }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <dl className={classes.config}>
      <dt>{t('images.trustTab.rule')}</dt>
      <dd>
        {verdict.rule === null ? (
          <span className={classes.unknown}>{t('images.trustTab.noRule')}</span>
        ) : (
          <code className="mono">{verdict.rule}</code>
        )}
      </dd>
      {(['signatures', 'attestation'] as const).map((part) => (
        <Part key={part} name={t(`images.trustTab.part.${part}`)} status={verdict[part].status}>
          {text(verdict[part].text)}
        </Part>
      ))}
    </dl>
  );
}

function Part({ name, status, children }: { name: string; status: Verdict['signatures']['status']; children: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <StatusChip status={status} /> {children}
      </dd>
    </>
  );
}

const reasonTones = { valid: 'pass', invalid: 'fail', undecided: 'unknown', ignored: 'neutral' } as const;

/** Every signature with its signer, or why it does not count. */
function Reasons({ reasons }: { reasons: Verdict['reasons'] }) {
  const { t } = useTranslation();
  const text = useText();
  if (reasons.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2>{t('images.trustTab.reasons')}</h2>
      <ul className={classes.findings}>
        {reasons.map((reason) => (
          <li key={`${reason.source} ${reason.code} ${reason.predicateType ?? ''}`} className={classes.reason}>
            <span className={badges.badge} data-tone={reasonTones[reason.status]}>
              {t(`images.trustTab.status.${reason.status}`)}
            </span>
            <div>
              <KindName kind={reason.kind} /> {reason.signer && <code className="mono">{reason.signer}</code>}
              <p>{text(reason.text)}</p>
              {reason.notes.map((note) => (
                <p key={note.code} className="faint">
                  {text(note.text)}
                </p>
              ))}
              <p className="faint mono" title={reason.source}>
                {[reason.predicateType, shortDigest(reason.source)].filter(Boolean).join(' · ')}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What a signed attestation says of the build. */
function Provenance({ attestation }: { attestation: Verdict['attestations'][number] }) {
  const { t } = useTranslation();
  const { predicateType, signer, provenance = {} } = attestation;
  const { builder, source, commit, builtAt } = provenance;
  return (
    <dl className={`${classes.config} ${classes.apart}`}>
      <dt>{t('images.trustTab.says')}</dt>
      <dd>
        <code className="mono">{predicateType}</code>
      </dd>
      <dt>{t('images.trustTab.signer')}</dt>
      <dd>
        <code className="mono">{signer}</code>
      </dd>
      {builder && (
        <>
          <dt>{t('images.trustTab.builder')}</dt>
          <dd>
            <code className="mono">{builder}</code>
          </dd>
        </>
      )}
      {source && (
        <>
          <dt>{t('images.trustTab.source')}</dt>
          <dd>
            <code className="mono">{[source, commit].filter(Boolean).join(' @ ')}</code>
          </dd>
        </>
      )}
      {builtAt && (
        <>
          <dt>{t('images.life.stage.built')}</dt>
          <dd>
            <Time at={builtAt} exact />
          </dd>
        </>
      )}
    </dl>
  );
}

const kinds = ['cosign', 'cosign-attestation', 'sigstore', 'notation', 'notary', 'unsigned', 'unread'] as const;

/** What a signature or attestation is made by. */
function KindName({ kind: given }: { kind: unknown }) {
  const { t } = useTranslation();
  const kind = kinds.find((one) => one === given);
  return <b>{kind === undefined ? t('images.trustTab.signature') : t(`images.trustTab.kind.${kind}`)}</b>;
}

/** One thing that lies beside the image, with all that was read of it. */
function Material({ material }: { material: unknown }) {
  const { kind, source } = (material ?? {}) as { kind?: unknown; source?: unknown };
  return (
    <details className={story.fact}>
      <summary>
        <IconChevronRight size={14} aria-hidden />
        <KindName kind={kind} />
        <span className="mono">{typeof source === 'string' ? shortDigest(source) : ''}</span>
      </summary>
      <div className={story.factBody}>
        <JsonTree value={material} path="" open={1} />
      </div>
    </details>
  );
}
