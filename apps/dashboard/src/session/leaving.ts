import { announce, refusalOf } from "@gatehouse/auth/react";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { queryClient, trpc } from "../api/client.ts";
import { sentenceOf } from "../api/sentence.ts";
import { notify } from "../ui/notice.tsx";

/**
 * Signs out of this browser. The page is left before the cache is emptied, so that no page sees its data vanish.
 *
 * @param next where whoever signs in then goes on
 */
export function useSignOut(next?: string) {
  const router = useRouter();
  const leave = async () => {
    await router.navigate({ to: "/sign-in", search: { reason: "signedOut", next }, ignoreBlocker: true });
    // Last: this tab hears it too, and would leave as somebody whose session was ended.
    announce("signedOut");
    queryClient.clear();
  };
  return useMutation(
    trpc.auth.signOut.mutationOptions({
      onSuccess: leave,
      // A session that ended already is what was wanted.
      onError: (error) => (refusalOf(error).status === 401 ? leave() : notify(sentenceOf(refusalOf(error)))),
    }),
  );
}
