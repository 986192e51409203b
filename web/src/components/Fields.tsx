import { Checkbox, NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Form.module.css';

export type FieldValue = string | number | boolean;

/** One input of a form, as data. */
export interface Field<Name extends string = string> {
  name: Name;
  label: string;
  /** Absent: text. */
  type?: 'text' | 'url' | 'date' | 'time' | 'password' | 'number' | 'choice' | 'lines' | 'check' | 'switch';
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  /** It is shown, and stays what it is. */
  disabled?: boolean;
  choices?: readonly { value: string; label: string }[];
  /** There are so many choices that a reader types for them. */
  searchable?: boolean;
  /** Of a number. One that may be left out is '' where it is. */
  min?: number;
  max?: number;
  attributes?: {
    placeholder?: string;
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    autoComplete?: string;
    spellCheck?: boolean;
    'data-autofocus'?: boolean;
  };
}

interface Props<Values extends object> {
  /** Two in brackets stand beside each other where there is room. */
  fields: readonly (Field<keyof NoInfer<Values> & string> | readonly Field<keyof NoInfer<Values> & string>[])[];
  values: Values;
  onChange: (values: Values) => void;
  disabled?: boolean;
}

/** The inputs that data asks for. */
export function Fields<Values extends object>({ fields, values, onChange, disabled = false }: Props<Values>) {
  const input = (field: Field<keyof Values & string>) => (
    <Input
      key={field.name}
      field={field}
      value={values[field.name] as FieldValue}
      onChange={(value) => onChange({ ...values, [field.name]: value })}
      disabled={disabled || (field.disabled ?? false)}
    />
  );
  return fields.map((field) =>
    'name' in field ? (
      input(field)
    ) : (
      <div key={field[0]?.name} className={classes.pair}>
        {field.map(input)}
      </div>
    ),
  );
}

interface InputProps {
  field: Field;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  disabled: boolean;
}

function Input({ field, value, onChange, disabled }: InputProps) {
  const { label, type = 'text', required = false, min, max } = field;
  const common = { label, description: field.hint, error: field.error, required, disabled };
  const typed = {
    ...common,
    spellCheck: false,
    ...field.attributes,
    value: String(value),
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  };
  const ticked = {
    ...common,
    checked: value === true,
    onChange: (event: { currentTarget: { checked: boolean } }) => onChange(event.currentTarget.checked),
  };
  switch (type) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={value as number | ''}
          {...(min === undefined ? {} : { min })}
          {...(max === undefined ? {} : { max })}
          allowDecimal={false}
          onChange={(given) => onChange(typeof given === 'number' ? given : '')}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          data={field.choices ?? []}
          value={String(value)}
          onChange={(given) => given !== null && onChange(given)}
          searchable={field.searchable ?? false}
          limit={100}
          allowDeselect={false}
        />
      );
    case 'lines':
      return <Textarea {...typed} autosize minRows={2} maxRows={8} />;
    case 'check':
      return <Checkbox {...ticked} />;
    case 'switch':
      return <Switch {...ticked} />;
    case 'password':
      return <PasswordInput autoComplete="off" {...typed} />;
    default:
      return <TextInput {...typed} type={type} />;
  }
}
