using Nca.Engines;
using Nca.Engines.Torch;

namespace Nca.Tests.Engines;

public sealed class TorchEngineTests : EngineAgainstReference
{
    protected override IRolloutEngine Engine { get; } = new TorchRolloutEngine(TorchSharp.torch.CPU);
}
