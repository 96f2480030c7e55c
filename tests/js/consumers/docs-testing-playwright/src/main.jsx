import { createRoot } from 'react-dom/client';
import { NameForm } from './NameForm';

createRoot(document.getElementById('app')).render(<NameForm phone_number="+15551234567" />);
