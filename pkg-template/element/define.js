// For those who want the element by an import alone.
import { defineContactCardEditor } from '../element.js';

defineContactCardEditor();
