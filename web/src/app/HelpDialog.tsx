import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './HelpDialog.module.css';
import { pages } from './pages.ts';
import { modKey } from './TopBar.tsx';

function Keys({ keys }: { keys: string[] }) {
  return (
    <dd>
      {keys.map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </dd>
  );
}

/** Every key the console knows. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const general = [
    [t('help.palette'), [modKey, 'K']],
    [t('help.help'), ['?']],
    [t('help.closePanel'), ['Esc']],
  ] as const;
  const lists = [
    [t('help.next'), ['j']],
    [t('help.previous'), ['k']],
    [t('help.open'), ['Enter']],
    [t('help.select'), ['x']],
    [t('help.exception'), ['e']],
    [t('help.take'), ['a']],
    [t('help.pause'), ['p']],
  ] as const;
  return (
    <Modal opened onClose={onClose} title={t('help.title')} size={560} data-modal>
      <div className={classes.columns}>
        <section>
          <h3>{t('help.general')}</h3>
          <dl>
            {general.map(([name, keys]) => (
              <div key={name}>
                <dt>{name}</dt>
                <Keys keys={[...keys]} />
              </div>
            ))}
          </dl>
          <h3>{t('help.lists')}</h3>
          <dl>
            {lists.map(([name, keys]) => (
              <div key={name}>
                <dt>{name}</dt>
                <Keys keys={[...keys]} />
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>{t('help.goTo')}</h3>
          <dl>
            {pages.map(({ name, key }) => (
              <div key={name}>
                <dt>{t(`frame.page.${name}`)}</dt>
                <Keys keys={['g', key]} />
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Modal>
  );
}
