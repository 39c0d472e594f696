import type { Table } from '../table.js';
import { invoices, orders, parcels, payments, products } from './trade.js';
import { books, customers, employees, flights, meters, sensors } from './world.js';

export { invoices, orders, parcels, payments, products } from './trade.js';
export { books, customers, employees, flights, meters, sensors } from './world.js';

/** The clean tables that corruptions start from. */
export const CLEAN: readonly Table[] = [
  orders,
  payments,
  products,
  invoices,
  parcels,
  flights,
  customers,
  sensors,
  employees,
  meters,
  books,
];
