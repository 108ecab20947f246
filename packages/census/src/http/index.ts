export { startAdminServer } from './admin/server.ts';
export { type HttpServer, type ListenOptions, startHttpServer } from './server.ts';
export type { AdminServices, HttpServices } from './services.ts';
