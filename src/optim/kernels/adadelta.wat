;; One Adadelta step in one pass over four vectors, in place:
;;   g <- g + weightDecay p
;;   s <- rho s + (1 - rho) g g
;;   u  = g sqrt(d + epsilon) / sqrt(s + epsilon)
;;   d <- rho d + (1 - rho) u u
;;   p <- p - learningRate u
(module
  (import "flat" "memory" (memory 1))
  (func (export "run")
    (param $parameters i32) (param $gradients i32) (param $s i32) (param $d i32) ;; byte offsets
    (param $bytes i32) ;; of one vector, a multiple of 16
    (param $weightDecay f32) (param $rho f32) (param $rhoComplement f32) (param $epsilon f32) (param $learningRate f32)
    (local $end i32)
    (local $p v128)
    (local $g v128)
    (local $sNow v128)
    (local $dNow v128)
    (local $u v128)
    (local $weightDecays v128)
    (local $rhos v128)
    (local $rhoComplements v128)
    (local $epsilons v128)
    (local $learningRates v128)
    (local.set $weightDecays (f32x4.splat (local.get $weightDecay)))
    (local.set $rhos (f32x4.splat (local.get $rho)))
    (local.set $rhoComplements (f32x4.splat (local.get $rhoComplement)))
    (local.set $epsilons (f32x4.splat (local.get $epsilon)))
    (local.set $learningRates (f32x4.splat (local.get $learningRate)))
    (local.set $end (i32.add (local.get $parameters) (local.get $bytes)))
    (if (i32.eqz (local.get $bytes)) (then (return)))
    (loop $next
      (local.set $p (v128.load (local.get $parameters)))
      (local.set $g
        (f32x4.add (v128.load (local.get $gradients)) (f32x4.mul (local.get $weightDecays) (local.get $p))))

      (local.set $sNow
        (f32x4.add
          (f32x4.mul (local.get $rhos) (v128.load (local.get $s)))
          (f32x4.mul (local.get $rhoComplements) (f32x4.mul (local.get $g) (local.get $g)))))
      (v128.store (local.get $s) (local.get $sNow))

      (local.set $dNow (v128.load (local.get $d)))
      (local.set $u
        (f32x4.div
          (f32x4.mul (local.get $g) (f32x4.sqrt (f32x4.add (local.get $dNow) (local.get $epsilons))))
          (f32x4.sqrt (f32x4.add (local.get $sNow) (local.get $epsilons)))))
      (v128.store
        (local.get $d)
        (f32x4.add
          (f32x4.mul (local.get $rhos) (local.get $dNow))
          (f32x4.mul (local.get $rhoComplements) (f32x4.mul (local.get $u) (local.get $u)))))

      (v128.store
        (local.get $parameters)
        (f32x4.sub (local.get $p) (f32x4.mul (local.get $learningRates) (local.get $u))))

      (local.set $gradients (i32.add (local.get $gradients) (i32.const 16)))
      (local.set $s (i32.add (local.get $s) (i32.const 16)))
      (local.set $d (i32.add (local.get $d) (i32.const 16)))
      (local.set $parameters (i32.add (local.get $parameters) (i32.const 16)))
      (br_if $next (i32.ne (local.get $parameters) (local.get $end))))))
