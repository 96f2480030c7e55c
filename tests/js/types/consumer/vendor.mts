// Params and cards are those of the official SDK, both ways.
import type * as vendor from '@linqapp/sdk/resources';
import type * as ours from 'linq-contact-card';

/** Assignable both ways, with the same fields: one that is optional and only there would be assignable too. */
type Alike<A, B> = [A, B, keyof A, keyof B] extends [B, A, keyof B, keyof A] ? true : false;
type Expect<T extends true> = T;
export type Pairs = [
  Expect<Alike<ours.ContactCardUpdateParams, vendor.ContactCardUpdateParams>>,
  Expect<Alike<ours.ContactCardCreateParams, vendor.ContactCardCreateParams>>,
  Expect<Alike<ours.SetContactCard, vendor.SetContactCard>>,
];
