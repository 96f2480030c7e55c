// TanStack Form with the schema: a whole card, and some of its fields.
import { useForm } from '@tanstack/react-form';
import {
  type Issue,
  type SetContactCard,
  contactCardUpdateSchema,
  createContactCardUpdateSchema,
  updateContactCard,
} from 'linq-contact-card';

export function CardForm({ card, show }: { card: SetContactCard; show: (issues: readonly Issue[]) => void }) {
  const schema = createContactCardUpdateSchema({ current: card });
  const form = useForm({
    defaultValues: card,
    validators: { onChange: schema },
    onSubmit: async ({ value, formApi }) => {
      const result = schema['~standard'].validate(value);
      result.value.phone_number; // error
      if (result.issues) return show(result.issues);
      formApi.reset(await updateContactCard(result.value));
    },
  });
  return (
    <>
      <form.Field name="last_name">
        {({ handleChange, state: { value, meta } }) => (
          <label>
            {meta.errors[0]?.message}
            <input value={value ?? ''} onChange={(event) => handleChange(event.target.value)} />
            <input type="checkbox" onChange={(event) => handleChange(event.target.checked)} /> {/* error */}
          </label>
        )}
      </form.Field>
      <form.Field name="surname">{() => null}</form.Field> {/* error */}
    </>
  );
}

export function NameForm({ card }: { card: SetContactCard }) {
  const defaultValues = { phone_number: card.phone_number, first_name: card.first_name, last_name: '' };
  const schema = createContactCardUpdateSchema<typeof defaultValues>({ current: card });
  const form = useForm({ defaultValues, validators: { onChange: schema, onBlur: schema } });
  useForm({
    defaultValues,
    validators: {
      onChange: contactCardUpdateSchema, // error
    },
  });
  return <form onSubmit={() => form.handleSubmit()} />;
}
