/** Whether data that were read are a network for an evolution equation with what it has learnt. */
import { symnetSize } from "../compute/index.js";
import { checkFinite, FormatError, formatShape, sameShape, sizeOf } from "../core/index.js";
import type { NdArray } from "../core/index.js";
import { isKind } from "./dynamicsOf.js";
import { filterBank } from "./filters.js";
import type { FilterBank } from "./filters.js";
import { linear } from "./linear/linear.js";
import { firstFields } from "./linear/start.js";
import type { PdeModel } from "./model.js";
import type { PdeNetwork } from "./network.js";
import { filteredNetwork } from "./networkOptions.js";
import { symbolic } from "./symbolic/symbolic.js";
import { termUnits } from "./terms/dynamics.js";

/**
 * The data as a model, if they are one: a known network with all its options, names, units and exactly its parameters.
 * @throws FormatError for anything else, and for a right-hand side of one's own, saying what is wrong
 */
export function checkModel(data: unknown): PdeModel {
  const { kind, version, network } = (data ?? {}) as Partial<PdeModel>;
  if (kind !== "pdeNetwork" || version !== 1 || !network) {
    throw new FormatError(
      `expected a network for an evolution equation of version 1; got ` +
        `${kind === undefined ? "something else" : JSON.stringify(kind)} of version ${String(version)}. ` +
        `Save it by io.savePdeModel.`,
    );
  }
  const model = data as PdeModel;
  try {
    checkWhole(network, wholeNetwork(network), "network");
    checkFacts(model);
    const bank = filterBank(network, model.spacing);
    checkScales(model, bank);
    checkParameters(model, parameterShapes(model, bank));
  } catch (error) {
    throw new FormatError(
      `the model is not one of the network that the file describes: ${(error as Error).message}`,
    );
  }
  return model;
}

/** The network as it is made from its own options, which checks them. */
function wholeNetwork(network: PdeNetwork): PdeNetwork {
  const where = "network";
  switch (network.kind) {
    case "symbolic":
      return symbolic(network);
    case "linear":
      return linear(network);
    case "equation":
      return { ...filteredNetwork(network, where), kind: network.kind, terms: network.terms };
    default:
      throw new FormatError(
        `network.kind should be "symbolic", "linear" or "equation"; got ${JSON.stringify((network as PdeNetwork).kind)}. ` +
          `A right-hand side of one's own is a function, which no file holds.`,
      );
  }
}

/** Refuses data that lack an entry. */
function checkWhole(given: object, whole: object, where: string): void {
  const entries = given as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(whole) as [string, unknown][]) {
    const own = entries[name];
    if (own === undefined) throw new FormatError(`${where}.${name} is missing.`);
    if (typeof value === "object" && value !== null) {
      checkWhole(Object(own) as object, value, `${where}.${name}`);
    }
  }
}

/** Names, axes, lengths and what is explained: as many as there are components and axes. */
function checkFacts(model: PdeModel): void {
  const { names, axes, spacing, lengths, explained, interval, network } = model;
  const text = (value: unknown): boolean => typeof value === "string";
  expect(isList(names, text) && names.length > 0, "names", "names of components", names);
  expect(isList(axes, text) && axes.length > 0, "axes", "names of one to three axes", axes);
  const own = (list: unknown): boolean => isList(list, isPositive) && list.length === axes.length;
  expect(own(spacing), "spacing", `${axes.length} positive numbers`, spacing);
  expect(own(lengths), "lengths", `${axes.length} positive numbers`, lengths);
  const known = isList(explained, isTruth) && explained.length === names.length;
  expect(known, "explained", `${names.length} of true and false`, explained);
  expect(isPositive(interval), "interval", "a positive number", interval);
  if (network.kind === "linear") expect(names.length === 1, "names", "one name", names);
  if (network.kind === "equation") {
    const sides = network.terms.length;
    expect(sides === names.length, "network.terms", `${names.length} right-hand sides`, sides);
  }
}

function checkScales({ scales, names }: PdeModel, { orders }: FilterBank): void {
  const channels = names.length * orders.length;
  const { channels: seen, rates } = Object(scales) as Partial<PdeModel["scales"]>;
  const own = (list: unknown, count: number): boolean =>
    isList(list, isPositive) && list.length === count;
  expect(own(seen, channels), "scales.channels", `${channels} positive numbers`, seen);
  expect(own(rates, names.length), "scales.rates", `${names.length} positive numbers`, rates);
}

/** The shapes of all parameters of a network. */
function parameterShapes(
  model: PdeModel,
  bank: FilterBank,
): Readonly<Record<string, readonly number[]>> {
  const moments = [bank.freeCount];
  if (isKind(model, "symbolic")) {
    const inputs = model.scales.channels.length;
    return { moments, symnet: [model.names.length, symnetSize(inputs, model.network.products)] };
  }
  if (isKind(model, "linear")) {
    const fields = Object.entries(firstFields(model.network, model.spacing));
    return { moments, ...Object.fromEntries(fields.map(([name, { shape }]) => [name, shape])) };
  }
  return isKind(model, "equation")
    ? { moments, coefficients: [termUnits(model, bank).length] }
    : { moments };
}

function checkParameters(
  { parameters }: PdeModel,
  shapes: Readonly<Record<string, readonly number[]>>,
): void {
  const given = Object(parameters) as Partial<Record<string, NdArray>>;
  const extra = Object.keys(given).find((name) => !Object.hasOwn(shapes, name));
  expect(extra === undefined, "parameters", Object.keys(shapes).join(", "), extra);
  for (const [name, shape] of Object.entries(shapes)) {
    const at = `parameters.${name}`;
    const own = given[name];
    const isArray = own?.data instanceof Float64Array && Array.isArray(own.shape);
    expect(isArray, at, "an array of Float64", own);
    if (!own) continue;
    const fits = sameShape(own.shape, shape) && own.data.length === sizeOf(shape);
    expect(fits, at, `of shape ${formatShape(shape)}`, own.shape);
    checkFinite(own, at);
  }
}

function isList(value: unknown, is: (entry: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(is);
}

function isTruth(value: unknown): boolean {
  return typeof value === "boolean";
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function expect(holds: boolean, part: string, expected: string, got: unknown): void {
  if (holds) return;
  const shown = got === undefined ? "nothing" : JSON.stringify(got);
  throw new FormatError(
    `${part} should be ${expected}; got ${shown}. The file was changed: save the model again.`,
  );
}
