import { refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { trpc } from "../api/client.ts";
import { proofOf } from "./proof-of-work.ts";

interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Asks for an account. Where the network's share is used up, the browser works for a second in its place and asks once more.
 *
 * @returns `send`, which rejects when refused, and whether the browser is at work
 */
export function useSignUp() {
  const { mutateAsync } = useMutation(trpc.auth.signUp.mutationOptions());
  const [isChecking, setChecking] = useState(false);

  const work = async (account: Account, refused: unknown, challenge: object) => {
    setChecking(true);
    try {
      const proofOfWork = await proofOf(challenge);
      if (proofOfWork === null) throw refused;
      return await mutateAsync({ ...account, proofOfWork });
    } finally {
      setChecking(false);
    }
  };

  const send = async (account: Account): Promise<unknown> => {
    try {
      return await mutateAsync(account);
    } catch (error) {
      const { challenge } = refusalOf(error);
      if (challenge === null) throw error;
      return work(account, error, challenge);
    }
  };
  return { send, isChecking };
}
