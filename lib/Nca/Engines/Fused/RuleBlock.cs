namespace Nca.Engines.Fused;

/// <summary>
/// The update rule forward and backward for a block of gathered cells, all within the first two caches. For n cells:
/// <code>
///   forward    h = relu(p W₁ᵀ + b₁)         [n, 3C] · [3C, hidden]
///              Δ = h W₂ᵀ + b₂               [n, hidden] · [hidden, C]
///   backward   h again                      cheaper than to keep it
///              ∂W₂ += ∂Δᵀ h                 [C, n] · [n, hidden]
///              ∂h = ∂Δ W₂ where h &gt; 0       [n, C] · [C, hidden]
///              ∂W₁ᵀ += pᵀ ∂h                [3C, n] · [n, hidden]
///              ∂p = ∂h W₁                   [n, hidden] · [hidden, 3C]
/// </code>
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal sealed unsafe class RuleBlock<TLanes> : IDisposable
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>
    /// Cells of a block: as many as keep perception, hidden values and their slopes in the first cache beside the weights in use.
    /// </summary>
    public const int Cells = 48;

    private readonly int _stride,
        _inputs,
        _hidden;
    private readonly AlignedNumbers _hiddenValues,
        _hiddenSlope,
        _zero;

    /// <summary>Makes the workspace.</summary>
    /// <param name="stride">Channels rounded up to whole vectors.</param>
    /// <param name="hidden">Hidden units rounded up to whole vectors.</param>
    public RuleBlock(int stride, int hidden)
    {
        (_stride, _inputs, _hidden) = (stride, 3 * stride, hidden);
        (_hiddenValues, _hiddenSlope) = (new AlignedNumbers(Cells * hidden), new AlignedNumbers(Cells * hidden));
        _zero = new AlignedNumbers(Math.Max(hidden, _inputs));
        PerceivedSlope = new AlignedNumbers(Cells * _inputs);
        FirstGradient = new AlignedNumbers(_inputs * hidden);
        FirstBiasGradient = new AlignedNumbers(hidden);
        SecondGradient = new AlignedNumbers(stride * hidden);
        SecondBiasGradient = new AlignedNumbers(stride);
    }

    /// <summary>∂L/∂W₁ᵀ, shape [3 · stride, hidden].</summary>
    public AlignedNumbers FirstGradient { get; }

    /// <summary>∂L/∂b₁, shape [hidden].</summary>
    public AlignedNumbers FirstBiasGradient { get; }

    /// <summary>∂L/∂W₂, shape [stride, hidden].</summary>
    public AlignedNumbers SecondGradient { get; }

    /// <summary>∂L/∂b₂, shape [stride].</summary>
    public AlignedNumbers SecondBiasGradient { get; }

    /// <summary>∂L/∂p of the block, shape [n, 3 · stride].</summary>
    public AlignedNumbers PerceivedSlope { get; }

    /// <summary>Sets the gradients to zero.</summary>
    public void Clear()
    {
        foreach (var gradient in new[] { FirstGradient, FirstBiasGradient, SecondGradient, SecondBiasGradient })
            gradient.Span.Clear();
    }

    /// <summary>p → Δ.</summary>
    /// <param name="weights">The rule.</param>
    /// <param name="perceived">p, shape [n, 3 · stride].</param>
    /// <param name="change">Receives Δ, shape [n, stride].</param>
    /// <param name="cells">n.</param>
    public void Propose(PackedWeights weights, float* perceived, float* change, int cells)
    {
        Rectify(weights, perceived, cells);
        MatrixProduct.Compute<TLanes, AsItIs>(
            _hiddenValues.Pointer,
            _hidden,
            1,
            weights.SecondByHidden.Pointer,
            _stride,
            weights.SecondBias.Pointer,
            0,
            change,
            _stride,
            change,
            cells,
            _hidden,
            _stride
        );
    }

    /// <summary>∂Δ → gradients of the weights, and ∂p.</summary>
    /// <param name="weights">The rule.</param>
    /// <param name="perceived">p, shape [n, 3 · stride].</param>
    /// <param name="changeSlope">∂L/∂Δ, shape [n, stride].</param>
    /// <param name="cells">n.</param>
    /// <param name="spread">Whether <see cref="PerceivedSlope"/> is wanted.</param>
    public void Differentiate(PackedWeights weights, float* perceived, float* changeSlope, int cells, bool spread)
    {
        float* hidden = _hiddenValues.Pointer,
            slope = _hiddenSlope.Pointer;
        Rectify(weights, perceived, cells);
        Accumulate(changeSlope, _stride, cells, SecondBiasGradient.Pointer);
        MatrixProduct.Compute<TLanes, AsItIs>(
            changeSlope,
            1,
            _stride,
            hidden,
            _hidden,
            SecondGradient.Pointer,
            _hidden,
            SecondGradient.Pointer,
            _hidden,
            SecondGradient.Pointer,
            _stride,
            cells,
            _hidden
        );
        MatrixProduct.Compute<TLanes, Gated>(
            changeSlope,
            _stride,
            1,
            weights.SecondByOutput.Pointer,
            _hidden,
            _zero.Pointer,
            0,
            slope,
            _hidden,
            hidden,
            cells,
            _stride,
            _hidden
        );
        Accumulate(slope, _hidden, cells, FirstBiasGradient.Pointer);
        MatrixProduct.Compute<TLanes, AsItIs>(
            perceived,
            1,
            _inputs,
            slope,
            _hidden,
            FirstGradient.Pointer,
            _hidden,
            FirstGradient.Pointer,
            _hidden,
            FirstGradient.Pointer,
            _inputs,
            cells,
            _hidden
        );
        if (!spread)
            return;
        MatrixProduct.Compute<TLanes, AsItIs>(
            slope,
            _hidden,
            1,
            weights.FirstByHidden.Pointer,
            _inputs,
            _zero.Pointer,
            0,
            PerceivedSlope.Pointer,
            _inputs,
            PerceivedSlope.Pointer,
            cells,
            _hidden,
            _inputs
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (
            var numbers in new[]
            {
                _hiddenValues,
                _hiddenSlope,
                _zero,
                PerceivedSlope,
                FirstGradient,
                FirstBiasGradient,
                SecondGradient,
                SecondBiasGradient,
            }
        )
            numbers.Dispose();
    }

    private void Rectify(PackedWeights weights, float* perceived, int cells)
    {
        float* hidden = _hiddenValues.Pointer;
        MatrixProduct.Compute<TLanes, Rectified>(
            perceived,
            _inputs,
            1,
            weights.FirstByInput.Pointer,
            _hidden,
            weights.FirstBias.Pointer,
            0,
            hidden,
            _hidden,
            hidden,
            cells,
            _inputs,
            _hidden
        );
    }

    // Adds all rows of a matrix to a row.
    private static void Accumulate(float* matrix, int columns, int rows, float* sums)
    {
        for (var column = 0; column < columns; column += TLanes.Count)
        {
            var sum = TLanes.Load(sums + column);
            for (var at = 0; at < rows; at++)
                sum += TLanes.Load(matrix + at * columns + column);
            TLanes.Store(sum, sums + column);
        }
    }
}
