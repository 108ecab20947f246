export { previewCommand } from './preview.ts';
