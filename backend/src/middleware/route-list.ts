/** Which methods an address takes: Fastify tells only that a method and address together have no route. */
import type { FastifyInstance } from 'fastify';
import type { RouteAccess } from './route-config.ts';

/** The registered routes. */
export interface RouteList {
  /** Methods of the routes that match the path of a URL, sorted; empty when none does. Wildcard routes don't count. */
  methodsOf(url: string): string[];
}

/** One registered route. */
export interface RegisteredRoute {
  readonly method: string;
  /** As it was registered, with `:name` and `*`. */
  readonly url: string;
  readonly access: RouteAccess;
}

const registered = new WeakMap<FastifyInstance, RegisteredRoute[]>();

/** Every route of an app, wildcards too, in the order of registration; HEAD goes with GET and is left out. */
export function registeredRoutes(app: FastifyInstance): readonly RegisteredRoute[] {
  return registered.get(app) ?? [];
}

/** Collects routes from now on: call it before any is registered. */
export function collectRoutes(app: FastifyInstance): RouteList {
  const all: RegisteredRoute[] = [];
  registered.set(app, all);
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', (route) => {
    const access = route.config?.access ?? 'public';
    for (const method of [route.method].flat()) {
      if (method !== 'HEAD') all.push({ method: method.toUpperCase(), url: route.url, access });
    }
    if (route.url.includes('*')) return;
    const known = routes.get(route.url) ?? { pattern: patternOf(route.url), methods: new Set<string>() };
    for (const method of [route.method].flat()) known.methods.add(method.toUpperCase());
    routes.set(route.url, known);
  });
  return {
    methodsOf(url) {
      const path = url.split('?', 1)[0] ?? '';
      const methods = new Set<string>();
      for (const route of routes.values()) {
        if (route.pattern.test(path)) for (const method of route.methods) methods.add(method);
      }
      return [...methods].sort();
    },
  };
}

/** `/a/:id/b` as an expression; parameters match one step of the path. */
function patternOf(url: string): RegExp {
  const steps = url
    .split('/')
    .map((step) => (step.startsWith(':') ? '[^/]+' : step.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')));
  return new RegExp(`^${steps.join('/')}/?$`);
}
