// Starts the page, which is written in Rust.
import start from './contact_card_page.js';

await start();
