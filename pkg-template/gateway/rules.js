// @ts-check
// The core's rules, on one instance that starts with the first gateway. One that broke is replaced.
import { starting } from '../unavailable.js';
import { createGlue } from './glue.js';
import { compile } from './place.js';

/** The functions of gateway/src/lib.rs. @type {Record<string, (...words: any[]) => any> | undefined} */
let current;

function instance() {
  if (!current) {
    current = starting(() => {
      const glue = createGlue();
      glue.use(new WebAssembly.Instance(compile(), glue.imports).exports);
      return glue.exports;
    });
  }
  return current;
}

/**
 * What the rules answer, parsed.
 * @param {'setUp' | 'next' | 'mayLog'} question
 * @param {any[]} words
 */
export function ask(question, ...words) {
  const { [question]: answer } = instance();
  try {
    return JSON.parse(answer(...words));
  } catch (broken) {
    // A trap leaves the instance in the middle of something: nothing is asked in it again.
    current = undefined;
    throw broken;
  }
}
