// A page that an edge runtime renders, with a client component.
import Card from './card';

export const runtime = 'edge';

export default function Page() {
  return <Card />;
}
