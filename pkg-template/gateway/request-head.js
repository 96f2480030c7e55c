// The head of a request, for the core.
import { encoded } from '../runtime/message.js';
import { rawHeads } from './raw-heads.js';

/** Returns the encoded head of a request: as a host received it, where that is known. @param {Request} request */
export function headForCore(request) {
  const raw = rawHeads.get(request);
  const { headers, method, url } = request;
  const { pathname, search } = new URL(url);
  return encoded(raw?.method ?? method, raw?.target ?? pathname + search, raw?.headers ?? [...headers].flat());
}
