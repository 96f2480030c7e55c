// Libraries that wrap what they store in proxies of their own, as pages use them.
export { reactive, readonly } from '@vue/reactivity';
export { observable } from 'mobx';
