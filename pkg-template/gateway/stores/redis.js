// The store in Redis: for many processes.
import { recordOf } from '../record.js';

/**
 * The rule of src/gateway/sliding_window.rs, written again as a script: Redis runs nothing else meanwhile, and all processes
 * share its clock. Each of the `KEYS` holds the times at which its taken slots are free again, the soonest first. `ARGV` has
 * the limit and the window of each; the reply is whether the slots were granted, then `used` and `reset` of each.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local granted = 1
for index, key in ipairs(KEYS) do
  local limit, latest = tonumber(ARGV[2 * index - 1]), now + ARGV[2 * index]
  while tonumber(redis.call('LINDEX', key, 0) or math.huge) <= now do redis.call('LPOP', key) end
  local last = -1
  while tonumber(redis.call('LINDEX', key, last) or 0) > latest do
    redis.call('LSET', key, last, latest)
    redis.call('PEXPIREAT', key, latest)
    last = last - 1
  end
  if redis.call('LLEN', key) >= limit then granted = 0 end
end
local reply = { granted }
for index, key in ipairs(KEYS) do
  if granted == 1 then
    local latest = now + ARGV[2 * index]
    redis.call('RPUSH', key, latest)
    redis.call('PEXPIREAT', key, latest)
  end
  table.insert(reply, redis.call('LLEN', key))
  table.insert(reply, (redis.call('LINDEX', key, 0) or now) - now)
end
return reply`;

/**
 * Makes a store.
 * @param {import('../../types/gateway/redis.js').SendCommand} send
 * @param {import('../../types/gateway/redis.js').RedisStoreOptions} [options]
 * @returns {import('../../types/gateway/index.js').Store}
 */
export function redisStore(send, options) {
  const prefix = recordOf(options)?.prefix ?? 'linq-contact-card:';
  return {
    async reserve(slots) {
      const keys = slots.map(({ key }) => prefix + key);
      const limits = slots.flatMap(({ limit, window }) => [String(limit), String(window)]);
      const reply = await sent(send, ['EVAL', script, String(slots.length), ...keys, ...limits]);
      return reservationOf(reply, slots.length);
    },
  };
}

/**
 * Sends a command, and returns the reply.
 * @param {import('../../types/gateway/redis.js').SendCommand} send
 * @param {Parameters<import('../../types/gateway/redis.js').SendCommand>} command
 */
async function sent(send, command) {
  try {
    return await send(...command);
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    // What Redis reports is no TypeError. A cluster of node-redis throws one where it is called like a client.
    const message =
      'The function passed to redisStore failed. With createCluster of node-redis, it must be (...command) => cluster.sendCommand(command[3], false, command)';
    throw new TypeError(message, { cause: thrown });
  }
}

/**
 * Reads the script's reply. Any other reply must not pass for a reservation.
 * @param {unknown} reply
 * @param {number} count of slots
 */
function reservationOf(reply, count) {
  const numbers = /** @type {number[]} */ (Array.isArray(reply) ? reply : []);
  const [granted = -1, ...usages] = numbers;
  const isWhole =
    numbers.length === 1 + 2 * count &&
    granted <= 1 &&
    numbers.every((number) => Number.isSafeInteger(number) && number >= 0);
  if (!isWhole) throw new TypeError("Redis replied with something else than the script's result");
  const places = Array.from({ length: count }, (_, index) => {
    const [used = 0, reset = 0] = usages.slice(2 * index);
    return { used, reset };
  });
  return { granted: granted === 1, places };
}
