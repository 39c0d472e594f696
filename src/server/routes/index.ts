import { healthRoutes } from './health.js';
import type { Routes } from './route.js';
import { runRoutes } from './runs.js';

/** The matters of the service, in the order of its description. */
export const routes: readonly Routes[] = [healthRoutes, runRoutes];
