import { saveFirstName } from './card.js';

document.title = await saveFirstName(new URLSearchParams(location.search).get('name'));
