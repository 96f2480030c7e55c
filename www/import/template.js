// The list to fill in. A pure function.
import Papa from 'papaparse';
import { english } from 'linq-contact-card/element';
import { fields } from './columns.js';

/** The example of each field. Its number has no digits to be sent with. */
const example = {
  phone_number: '+1XXXXXXXXXX',
  first_name: 'Ada',
  last_name: 'Lovelace',
  image_url: 'https://example.com/ada.png',
};

/** The name of the file. */
export const templateName = 'contact-cards.csv';

/** Returns the template as CSV: a heading, and an example that can't be sent. The byte order mark has spreadsheets read it as UTF-8. */
export const writeTemplate = () =>
  `\uFEFF${Papa.unparse([fields.map((field) => english.labels[field]), fields.map((field) => example[field])], { newline: '\r\n' })}\r\n`;
