// Defines the element when it is imported.
import { defineContactCardEditor } from '../element.js';

defineContactCardEditor();
