/** Whether tests go through all of their cases, and not only as many as keep the suite short: `MILLRACE_THOROUGH=1`. */
export const isThorough = process.env['MILLRACE_THOROUGH'] === '1';
