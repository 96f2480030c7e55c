// The typings of the hook for React in a CommonJS module.
import card = require('linq-contact-card');
import react = require('linq-contact-card/react');

const client: react.ContactCardClient = new card.ContactCards({});
const state: react.ContactCardState = react.useContactCard('+15551234567', { client });

export = { state };
