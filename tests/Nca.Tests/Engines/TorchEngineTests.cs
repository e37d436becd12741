using Nca.Engines;
using Nca.Engines.Torch;

namespace Nca.Tests.Engines;

[Trait("needs", "libtorch")]
public sealed class TorchEngineTests : EngineAgainstReference
{
    protected override IRolloutEngine Engine { get; } = new TorchRolloutEngine(TorchSharp.torch.CPU);

    [Fact]
    public void NNPACK_is_not_asked_for()
    {
        // On processors that it does not know it would write a warning at every convolution.
        NativeLibraries.Require();
        Assert.True(NativeLibraries.NnpackIsOff);
    }
}
