import type {
  Abi,
  AbiEvent,
  AbiFunction,
  AbiParameter,
  AbiParametersToPrimitiveTypes,
  AbiParameterToPrimitiveType,
  ExtractAbiEvent,
  ExtractAbiEventNames,
  ExtractAbiFunction,
  ExtractAbiFunctionNames,
} from 'abitype';

// Solidity's types in TypeScript, by abitype: integers to 48 bits are numbers, larger ones bigints; addresses and bytes
// are lower-case `Hex`; structs are objects.

export type FunctionName<TAbi extends Abi> = ExtractAbiFunctionNames<TAbi>;
export type ViewName<TAbi extends Abi> = ExtractAbiFunctionNames<TAbi, 'view' | 'pure'>;
export type FunctionArgs<TAbi extends Abi, TName extends FunctionName<TAbi>> = AbiParametersToPrimitiveTypes<
  ExtractAbiFunction<TAbi, TName>['inputs'],
  'inputs'
>;

/** One return value is itself; several are a tuple, in order. */
export type FunctionResult<TAbi extends Abi, TName extends FunctionName<TAbi>> = ResultOf<ExtractAbiFunction<TAbi, TName>>;
type ResultOf<TFunction extends AbiFunction> = TFunction['outputs'] extends readonly [infer TOnly extends AbiParameter]
  ? AbiParameterToPrimitiveType<TOnly, 'outputs'>
  : AbiParametersToPrimitiveTypes<TFunction['outputs'], 'outputs'>;

export type EventName<TAbi extends Abi> = ExtractAbiEventNames<TAbi>;
export type EventArgs<TAbi extends Abi, TName extends EventName<TAbi>> = ArgsOf<ExtractAbiEvent<TAbi, TName>>;
type ArgsOf<TEvent extends AbiEvent> = {
  readonly [TInput in TEvent['inputs'][number] as TInput['name'] extends string ? TInput['name'] : never]: AbiParameterToPrimitiveType<
    TInput,
    'outputs'
  >;
};
