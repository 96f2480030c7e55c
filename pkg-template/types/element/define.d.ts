/**
 * Importing it defines `<contact-card-editor>`, as `defineContactCardEditor()` of `linq-contact-card/element` does.
 *
 * @module linq-contact-card/element/define
 */

import type {} from '../element.js';
