// The element's typings in a CommonJS module, in one program with those of ES modules.
import element = require('linq-contact-card/element');

function open(client: element.ContactCardClient): element.ContactCardEditorElement {
  const editor = document.createElement('contact-card-editor');
  editor.client = client;
  return editor;
}

export = { open };
