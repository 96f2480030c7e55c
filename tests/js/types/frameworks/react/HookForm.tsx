// React Hook Form with the schema: a whole card, some of its fields, and without a card.
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import {
  type SetContactCard,
  contactCardUpdateSchema,
  createContactCardUpdateSchema,
  updateContactCard,
} from 'linq-contact-card';
import { useForm } from 'react-hook-form';

export function CardForm({ card }: { card: SetContactCard }) {
  const schema = createContactCardUpdateSchema({ current: card });
  const { formState, handleSubmit, register, setValue } = useForm({
    mode: 'onChange',
    values: card,
    resolver: standardSchemaResolver(schema),
  });
  const save = handleSubmit(async (params) => {
    const saved = await updateContactCard(params);
    setValue('first_name', saved.first_name);
    setValue('first_name', saved.is_active); // error
  });
  return (
    <form onSubmit={save}>
      <input {...register('last_name')} />
      <input {...register('is_active')} type="checkbox" />
      <input {...register('surname')} /> {/* error */}
      <p>{formState.errors.last_name?.message ?? formState.errors.root?.message}</p>
    </form>
  );
}

export function NameForm({ card }: { card: SetContactCard }) {
  const defaultValues = { phone_number: card.phone_number, first_name: card.first_name };
  const { handleSubmit } = useForm({
    defaultValues,
    resolver: standardSchemaResolver(createContactCardUpdateSchema<typeof defaultValues>({ current: card })),
  });
  return <form onSubmit={handleSubmit((params) => updateContactCard(params))} />;
}

export function EmptyForm() {
  const { handleSubmit } = useForm({
    defaultValues: { phone_number: '', first_name: '' },
    resolver: standardSchemaResolver(contactCardUpdateSchema),
  });
  useForm({
    defaultValues: { phone: '' }, // error
    resolver: standardSchemaResolver(contactCardUpdateSchema),
  });
  return <form onSubmit={handleSubmit((params) => updateContactCard(params))} />;
}
