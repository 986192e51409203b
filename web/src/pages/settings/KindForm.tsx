import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tellDone } from '../../app/toasts.tsx';
import { Fields } from '../../components/Fields.tsx';
import { Form } from '../../components/Form.tsx';
import { type FieldValues, type Kind, useKindFields, valuesFor } from './fields.ts';
import classes from './Settings.module.css';

interface Common<Type> {
  name: string;
  type: Type;
  enabled: boolean;
  settings: Record<string, unknown>;
}

interface Props<Type extends string> {
  /** Where its words and its list are: forms of both ask the same. */
  of: 'channels' | 'feeds';
  kinds: Record<Type, Kind>;
  typeTitle: (type: Type) => string;
  initial: Type;
  /** What is changed; absent: a new one is made. */
  kept: (Common<Type> & { id: string }) | undefined;
  onSave: (body: Common<Type> & { settings: FieldValues; secret?: string }) => Promise<unknown>;
  onRemove: (id: string) => Promise<unknown>;
  onClose: () => void;
  /** What is asked beyond what the kind asks. */
  children: (kind: Kind) => ReactNode;
}

/** Adds or changes something that is of a kind, has a name, and whose kind says what else is asked. */
export function KindForm<Type extends string>(props: Props<Type>) {
  const { of, kinds, typeTitle, initial, kept, onSave, onRemove, onClose, children } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const [head, setHead] = useState({ type: kept?.type ?? initial, name: kept?.name ?? '' });
  const { type, name } = head;
  const kind = kinds[type];
  const [values, setValues] = useState(valuesFor(kind, kept?.settings));
  const fields = useKindFields(kind, kept !== undefined);
  const onSettled = () => client.invalidateQueries({ queryKey: [of] });
  const done = (said: string) => () => {
    tellDone(said);
    onClose();
  };
  const save = useMutation({
    mutationFn: () => {
      const { secret = '', ...settings } = values;
      const body = { name: name.trim(), type, enabled: kept?.enabled ?? true, settings };
      return onSave(secret === '' ? body : { ...body, secret: String(secret) });
    },
    onSuccess: done(t(`${of}.saved`, { name: name.trim() })),
    onSettled,
  });
  const remove = useMutation({ mutationFn: onRemove, onSuccess: done(t(`${of}.removed`, { name })), onSettled });
  const choose = (next: typeof head) => {
    setHead(next);
    if (next.type !== type) setValues(valuesFor(kinds[next.type]));
  };
  return (
    <section className={classes.card}>
      <h2>{kept ? kept.name : t(`${of}.add`)}</h2>
      <div className={classes.narrow}>
        <Form
          onSubmit={save.mutate}
          saving={save.isPending}
          onCancel={onClose}
          onRemove={kept && (() => remove.mutate(kept.id))}
          removing={remove.isPending}
        >
          <Fields
            fields={[
              {
                name: 'type',
                type: 'choice',
                label: t(`${of}.kind`),
                choices: (Object.keys(kinds) as Type[]).map((value) => ({ value, label: typeTitle(value) })),
                disabled: kept !== undefined,
              },
              { name: 'name', label: t(`${of}.name`), required: true, attributes: { maxLength: 100 } },
            ]}
            values={head}
            onChange={choose}
          />
          <Fields fields={fields} values={values} onChange={setValues} />
          {children(kind)}
        </Form>
      </div>
    </section>
  );
}
