import { debianTools } from '../support/debian.js';

/** Programs of Debian's package `prometheus`, or why there are none. */
export type PrometheusTools =
  | { readonly prometheus: string; readonly promtool: string; readonly why?: undefined }
  | { readonly why: string };

/** Prometheus as Debian has it: the one installed, one downloaded before, or one that is downloaded now. */
export const prometheusTools = async (): Promise<PrometheusTools> => {
  const tools = await debianTools('prometheus', ['usr/bin/prometheus', 'usr/bin/promtool']);
  if (tools.why !== undefined) return tools;
  const [prometheus = '', promtool = ''] = tools.programs;
  return { prometheus, promtool };
};
