// What a screen reader reads of a page, in its order, from Chromium's accessibility tree.

/** Roles that aren't read themselves: boxes and pieces of a text. */
const unread = new Set([
  'Figcaption',
  'InlineTextBox',
  'LabelText',
  'ListMarker',
  'code',
  'emphasis',
  'generic',
  'none',
  'paragraph',
  'strong',
]);

/** Roles of which only the name and the value are read. */
const whole = new Set([
  'StaticText',
  'button',
  'combobox',
  'image',
  'progressbar',
  'searchbox',
  'spinbutton',
  'textbox',
]);

/** Roles whose name is the text in them, which isn't read twice. */
const namedByText = new Set(['DisclosureTriangle', 'cell', 'columnheader', 'heading', 'link', 'option', 'rowheader']);

/** The states that are read. */
const states = new Set([
  'busy',
  'checked',
  'disabled',
  'expanded',
  'focused',
  'hasPopup',
  'invalid',
  'modal',
  'pressed',
  'readonly',
  'required',
  'selected',
]);

/**
 * Returns a line for everything that is read, indented by what it is in.
 *
 * @param {import('selenium-webdriver/chromium.js').Driver} driver
 * @returns {Promise<string[]>}
 */
export async function readingOrder(driver) {
  const { nodes } = await driver.sendAndGetDevToolsCommand('Accessibility.getFullAXTree', {});
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const read = (node, indent, isNamed) => {
    const role = node.role.value;
    const readContent = (...how) => node.childIds.flatMap((id) => read(byId.get(id), ...how));
    if (node.ignored || unread.has(role) || (isNamed && role === 'StaticText')) return readContent(indent, isNamed);
    const line = indent + describeNode(node);
    return whole.has(role) ? [line] : [line, ...readContent(`${indent}  `, namedByText.has(role))];
  };
  return read(nodes[0], '', false);
}

/** Returns what is read of a node: role, name, value, description and states. */
function describeNode({ role, name, value, description, properties = [] }) {
  const quote = (label, text) => text && `${label}${JSON.stringify(text)}`;
  return [
    role.value === 'StaticText' ? 'text' : role.value,
    quote('', name?.value),
    quote('with ', value?.value),
    quote('described as ', description?.value),
    ...properties
      .filter(({ name, value }) => states.has(name) && ![false, 'false'].includes(value.value))
      .map(({ name, value }) => ([true, 'true'].includes(value.value) ? name : `${name} ${value.value}`)),
  ]
    .filter(Boolean)
    .join(' ');
}
