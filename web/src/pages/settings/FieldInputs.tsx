import { NumberInput, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field, FieldValues, Kind } from './fields.ts';

interface Props {
  kind: Kind;
  values: FieldValues;
  onChange: (values: FieldValues) => void;
  secret: string;
  onSecret: (secret: string) => void;
  /** Something is kept already: nothing typed leaves it. */
  kept: boolean;
}

/** The inputs that a kind of channel or feed asks for. */
export function FieldInputs({ kind, values, onChange, secret, onSecret, kept }: Props) {
  const { t } = useTranslation();
  const set = (name: string) => (value: string | number) => onChange({ ...values, [name]: value });
  return (
    <>
      {kind.fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name] ?? field.initial}
          onChange={set(field.name)}
        />
      ))}
      {kind.secret && isMultiline(kind.secret) && (
        <Textarea
          label={t(`field.secret.${kind.secret}`)}
          description={kept ? t('field.secretKept') : t(`field.secretHint.${kind.secret}`)}
          value={secret}
          onChange={(event) => onSecret(event.currentTarget.value)}
          required={kind.secretRequired === true && !kept}
          autosize
          minRows={3}
          maxRows={8}
          spellCheck={false}
        />
      )}
      {kind.secret && !isMultiline(kind.secret) && (
        <PasswordInput
          label={t(`field.secret.${kind.secret}`)}
          description={kept ? t('field.secretKept') : t(`field.secretHint.${kind.secret}`)}
          value={secret}
          onChange={(event) => onSecret(event.currentTarget.value)}
          required={kind.secretRequired === true && !kept}
          autoComplete="off"
        />
      )}
    </>
  );
}

function isMultiline(secret: NonNullable<Kind['secret']>): boolean {
  return secret === 'serviceAccount' || secret === 'tlsKey';
}

interface InputProps {
  field: Field;
  value: string | number | boolean;
  onChange: (value: string | number) => void;
}

function FieldInput({ field, value, onChange }: InputProps) {
  const { t } = useTranslation();
  // The names of fields are those of the API; a test holds that each has its words.
  const label = t(`field.label.${field.name}` as 'field.label.host');
  switch (field.type) {
    case 'number':
      return (
        <NumberInput
          label={label}
          value={Number(value)}
          {...(field.min === undefined ? {} : { min: field.min })}
          {...(field.max === undefined ? {} : { max: field.max })}
          allowDecimal={false}
          onChange={(given) => typeof given === 'number' && onChange(given)}
        />
      );
    case 'choice':
      return (
        <Select
          label={label}
          data={(field.choices ?? []).map((one) => ({
            value: one,
            label: t(`field.choice.${one}` as 'field.choice.tls'),
          }))}
          value={String(value)}
          onChange={(given) => given && onChange(given)}
          allowDeselect={false}
        />
      );
    case 'lines':
      return (
        <Textarea
          label={label}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
          required={field.required ?? false}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
        />
      );
    default:
      return (
        <TextInput
          label={label}
          value={String(value)}
          placeholder={field.placeholder ?? ''}
          onChange={(event) => onChange(event.currentTarget.value)}
          required={field.required ?? false}
          spellCheck={false}
        />
      );
  }
}
