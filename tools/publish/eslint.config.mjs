export { default } from '../../app/eslint.config.mjs';
