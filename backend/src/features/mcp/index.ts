export { type McpDeps, registerMcp } from './mcp.routes.ts';
