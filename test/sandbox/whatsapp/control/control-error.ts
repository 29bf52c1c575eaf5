/** What a control call cannot do, said in words (answered with 404). */
export class ControlError extends Error {}
