// Params and cards are assignable to those of the official SDK, and the reverse.
import type * as vendor from '@linqapp/sdk/resources';
import type * as ours from 'linq-contact-card';

/** Whether types are assignable to each other and have the same keys: an additional optional one would be assignable, too. */
type Alike<A, B> = [A, B, keyof A, keyof B] extends [B, A, keyof B, keyof A] ? true : false;
type Expect<T extends true> = T;
export type Pairs = [
  Expect<Alike<ours.ContactCardUpdateParams, vendor.ContactCardUpdateParams>>,
  Expect<Alike<ours.ContactCardCreateParams, vendor.ContactCardCreateParams>>,
  Expect<Alike<ours.SetContactCard, vendor.SetContactCard>>,
];
