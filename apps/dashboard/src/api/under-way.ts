/** Mutations that were sent and not answered yet: any of them may be changing the cookie. */
const underWay = new Set<Promise<Response>>();

/** Notes a mutation as sent, until it is answered. */
export function noteMutation(answer: Promise<Response>): Promise<Response> {
  const over = () => void underWay.delete(answer);
  underWay.add(answer);
  answer.then(over, over);
  return answer;
}

/** Resolves when the mutations that are under way now were answered, whatever the answer is. */
export const mutationsAnswered = async (): Promise<void> => void (await Promise.allSettled(underWay));
