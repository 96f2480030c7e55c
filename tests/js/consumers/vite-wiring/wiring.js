// The element, and a call that creates a card where there is none.
import { ensureContactCard } from 'linq-contact-card';
import 'linq-contact-card/element/define';

window.ensure = (first_name) =>
  ensureContactCard({ phone_number: '+15551234567', first_name }).catch((error) => ({ ...error.toJSON() }));
