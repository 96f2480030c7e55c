// Renders a component on a server.
import { renderToString } from 'react-dom/server';
import { Card } from './card.jsx';

/** Returns the HTML of a component with these props. */
export const render = (props) => renderToString(<Card {...props} />);
