import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { FormErrors } from "../../../ui/form-errors.tsx";

/** Into the demo with one press. It is loaded when it is not there yet, which takes some seconds. */
export function ExploreDemo({ first = false }: { first?: boolean }) {
  const explore = useMutation(
    api.demo.explore.mutationOptions({ onSuccess: ({ workspace }) => window.location.assign(`/${workspace}/tour`) }),
  );
  const isWaiting = explore.isPending || explore.isSuccess;
  return (
    <div className="outside-demo">
      <Button variant={first ? "filled" : "default"} loading={isWaiting} onClick={() => explore.mutate({})}>
        Explore the demo
      </Button>
      <p className="outside-demo-words" role="status">
        {isWaiting
          ? "A made-up company moves in: some seconds."
          : "A made-up company with a year of work in it. It goes again with one press."}
      </p>
      <FormErrors error={explore.error} shown={[]} />
    </div>
  );
}
