import { saveFirstName } from './src/card';

const first_name = new URLSearchParams(location.search).get('name');
document.title = await saveFirstName(first_name).catch((error) => `${error.name}: ${error.message}`);
