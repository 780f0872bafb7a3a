/** Time comes in: whoever needs the present is handed one of these. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
