// Checks the implementation of each entry against its public types: `tsc` refuses what doesn't match.
import type * as elementTypes from './element.js';
import type * as uploadTypes from './element/upload.js';
import type * as durableObjectTypes from './gateway/durable-object.js';
import type * as gatewayTypes from './gateway/index.js';
import type * as redisTypes from './gateway/redis.js';
import type * as indexTypes from './index.js';
import type * as reactTypes from './react.js';
import type * as sdkTypes from './sdk.js';
import type * as slimTypes from './slim.js';
import type * as testingTypes from './testing.js';
import { createClass } from '../element/editor.js';
import * as element from '../element.js';
import * as upload from '../element/upload/index.js';
import * as gateway from '../gateway/index.js';
import * as durableObject from '../gateway/stores/durable-object.js';
import * as redis from '../gateway/stores/redis.js';
import * as index from '../index.js';
import * as react from '../react/index.js';
import * as sdk from '../sdk.js';
import * as slim from '../slim.js';
import * as testing from '../testing/index.js';

export const checked: [
  typeof indexTypes,
  typeof slimTypes,
  typeof sdkTypes,
  typeof elementTypes,
  typeof uploadTypes,
  typeof reactTypes,
  typeof gatewayTypes,
  typeof redisTypes,
  typeof durableObjectTypes,
  typeof testingTypes,
] = [index, slim, sdk, element, upload, react, gateway, redis, durableObject, testing];

/** The element, whose class is made when it is defined. */
export const editor: new () => elementTypes.ContactCardEditorElement = createClass();
