import { nodeResolve } from '@rollup/plugin-node-resolve';

export default { input: 'page.js', output: { file: 'www/page.js', format: 'es' }, plugins: [nodeResolve()] };
